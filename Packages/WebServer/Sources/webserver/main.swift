import WebServerCommand

await WebServer.main()
