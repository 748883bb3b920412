"""The same three answers by Flask on gunicorn, one worker with four threads: `flask_peer.py DATABASE PORT`."""

import sys

from flask import Flask, jsonify, request
from gunicorn.app.base import BaseApplication

from network import Network, NotFound, Unauthorized

network: Network
app = Flask(__name__)


@app.get("/api/v1/statuses/<id>")
def status(id: str):
    return jsonify(network.status(id, request.headers.get("Authorization")))


@app.get("/api/v1/timelines/home")
def home():
    return jsonify(network.home(request.headers.get("Authorization"), request.args.get("limit", 20, type=int)))


@app.post("/api/v1/statuses")
def post():
    return jsonify(network.post(request.headers.get("Authorization"), request.get_json()["status"]))


@app.errorhandler(NotFound)
def not_found(error: NotFound):
    return {"error": "Record not found"}, 404


@app.errorhandler(Unauthorized)
def unauthorized(error: Unauthorized):
    return {"error": "The access token is invalid"}, 401


class Server(BaseApplication):
    """gunicorn with its settings in code."""

    def load_config(self):
        for name, value in {
            "bind": f"127.0.0.1:{sys.argv[2]}", "worker_class": "gthread", "workers": 1, "threads": 4,
            "keepalive": 30, "loglevel": "warning",
        }.items():
            self.cfg.set(name, value)

    def load(self):
        # The worker opens the database: a connection must not cross a fork.
        global network
        network = Network(sys.argv[1], f"http://127.0.0.1:{sys.argv[2]}")
        return app


if __name__ == "__main__":
    Server().run()
