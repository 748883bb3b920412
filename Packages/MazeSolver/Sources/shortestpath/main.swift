import ShortestPathCommand

await ShortestPath.main()
