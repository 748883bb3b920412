import MazeSolverCommand

await MazeSolver.main()
