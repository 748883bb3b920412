enum RobotsRulesStub {}
