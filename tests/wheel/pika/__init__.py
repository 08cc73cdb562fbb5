"""As much of pika as the stand-in for MLEM needs: no broker, one request that comes by itself."""
