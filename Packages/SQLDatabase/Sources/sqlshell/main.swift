import SQLShellCommand

await SQLShell.start()
