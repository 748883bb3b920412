"""The same three answers by FastAPI on uvicorn: `fastapi_peer.py DATABASE PORT`.

Handlers are coroutines that return finished responses: that spares FastAPI its thread pool and its check of what is
returned, which cost it more than half of its speed.
"""

import sys

import uvicorn
from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from network import Network, NotFound, Unauthorized

network = Network(sys.argv[1], f"http://127.0.0.1:{sys.argv[2]}")
app = FastAPI(openapi_url=None)


class Draft(BaseModel):
    status: str


@app.get("/api/v1/statuses/{id}")
async def status(id: str, authorization: str | None = Header(None)):
    return JSONResponse(network.status(id, authorization))


@app.get("/api/v1/timelines/home")
async def home(limit: int = 20, authorization: str | None = Header(None)):
    return JSONResponse(network.home(authorization, limit))


@app.post("/api/v1/statuses")
async def post(draft: Draft, authorization: str | None = Header(None)):
    return JSONResponse(network.post(authorization, draft.status))


@app.exception_handler(NotFound)
async def not_found(request: Request, error: NotFound):
    return JSONResponse({"error": "Record not found"}, status_code=404)


@app.exception_handler(Unauthorized)
async def unauthorized(request: Request, error: Unauthorized):
    return JSONResponse({"error": "The access token is invalid"}, status_code=401)


if __name__ == "__main__":
    uvicorn.run(
        app, host="127.0.0.1", port=int(sys.argv[2]), loop="uvloop", http="httptools", log_level="warning",
        access_log=False)
