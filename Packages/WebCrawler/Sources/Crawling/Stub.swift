enum CrawlingStub {}
