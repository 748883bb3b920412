import WebCrawlerCommand

await WebCrawler.start()
