import MazeSolverCommand

MazeSolver.main()
