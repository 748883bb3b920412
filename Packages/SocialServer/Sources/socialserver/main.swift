import SocialServerCommand

await SocialServer.start()
