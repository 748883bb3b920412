import AsyncHTTPClient

enum PageFetchingStub {}
