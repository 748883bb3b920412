import WebServerCommand

WebServer.main()
