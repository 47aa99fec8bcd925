"""What people listen to: a local web server with its routes, and the pages that it shows."""
