enum HTMLScannerStub {}
