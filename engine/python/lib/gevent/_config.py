"""gevent.config: settings that programs read or set. Those of other loops and resolvers change nothing here."""


class Config:
    resolver = 'thread'
    threadpool_size = 10
    loop = 'libev-cext'
    libev_backend = None
    track_greenlet_tree = True
    monitor_thread = False
    max_blocking_time = 0.1
    memory_monitor_period = 5
    max_memory_usage = None
    trace_malloc = False
    print_blocking_reports = True
    format_context = repr


config = Config()
