import ShortestPathCommand

ShortestPath.main()
