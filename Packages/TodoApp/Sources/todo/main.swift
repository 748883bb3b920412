import TodoAppCommand

await TodoApp.start()
