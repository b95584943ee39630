"""What the server loads: the application made from the environment's settings."""

from app import create_app

app = create_app()
