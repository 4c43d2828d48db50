-- Sends the body that BENCH_BODY names, again and again: what a request costs without any work.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = io.open(os.getenv("BENCH_BODY")):read("*a")
