"""Who gives way, and how often: what gevent.util.assert_switches asks."""

from time import perf_counter

from greenlet import getcurrent, settrace


class GreenletTracer:
    """Watches all switches until it is killed, and passes them on to who watched before."""

    _killed = False

    def __init__(self):
        self.greenlet_switch_counter = 0
        self.active_greenlet = None  # who runs; None: nobody who is watched
        self.previous_trace_function = settrace(self)

    def kill(self):
        if not self._killed:
            self._killed = True
            settrace(self.previous_trace_function)
            self.previous_trace_function = None

    def monitor_current_greenlet_blocking(self):
        self.active_greenlet = getcurrent()

    def ignore_current_greenlet_blocking(self):
        self.active_greenlet = None

    def __call__(self, event, switch):
        return self._trace(event, switch)

    def _trace(self, event, switch):
        self.greenlet_switch_counter += 1
        self.active_greenlet = switch[1]
        if self.previous_trace_function is not None:
            self.previous_trace_function(event, switch)

    def did_block_hub(self, hub):
        """(True, who) if nobody has switched since it was last asked, and it is not the hub that runs."""
        switched, self.greenlet_switch_counter = self.greenlet_switch_counter > 0, 0
        if switched or self.active_greenlet is None or self.active_greenlet is hub:
            return False
        return True, self.active_greenlet


class _HubTracer(GreenletTracer):
    def __init__(self, hub, max_blocking_time):
        self.hub = hub
        self.max_blocking_time = max_blocking_time
        GreenletTracer.__init__(self)

    def kill(self):
        self.hub = None
        GreenletTracer.kill(self)


class HubSwitchTracer(_HubTracer):
    """How long the hub has not been entered."""

    last_entered_hub = float('-inf')

    def _trace(self, event, switch):
        GreenletTracer._trace(self, event, switch)
        if self.active_greenlet is self.hub:
            self.last_entered_hub = perf_counter()

    def did_block_hub(self, hub):
        if perf_counter() - self.last_entered_hub > self.max_blocking_time:
            return True, self.active_greenlet
        return False


class MaxSwitchTracer(_HubTracer):
    """How long after its making a greenlet last gave way; as in gevent, that is not counted anew at each switch."""

    max_blocking = 0

    def __init__(self, hub, max_blocking_time):
        self.last_switch = perf_counter()
        _HubTracer.__init__(self, hub, max_blocking_time)

    def _trace(self, event, switch):
        gave_way = self.active_greenlet
        GreenletTracer._trace(self, event, switch)
        if gave_way is not None and gave_way is not self.hub:
            self.max_blocking = max(self.max_blocking, perf_counter() - self.last_switch)

    def did_block_hub(self, hub):
        if self.greenlet_switch_counter == 0:
            self.max_blocking = perf_counter() - self.last_switch
        if self.max_blocking > self.max_blocking_time:
            return True, self.active_greenlet
        return False
