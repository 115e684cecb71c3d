"""gevent.events: what subscribers are told."""

try:
    from zope.event import notify, subscribers
except ImportError:
    subscribers = []

    def notify(event):
        """Tells every subscriber."""
        for subscriber in subscribers:
            subscriber(event)

try:
    from zope.interface import Attribute, Interface, implementer
except ImportError:
    Interface = object

    def implementer(*_interfaces):
        return lambda kind: kind

    def Attribute(_text):
        return property(lambda _self: None)


class IPeriodicMonitorThread(Interface):
    """What watches the hub's thread."""


class IPeriodicMonitorThreadStartedEvent(Interface):
    monitor = Attribute('what has started')


class IEventLoopBlocked(Interface):
    greenlet = Attribute('who did not give way')
    blocking_time = Attribute('for how many seconds')
    info = Attribute('lines that tell of it')
    hub = Attribute('the hub that was held up')


class IMemoryUsageThresholdExceeded(Interface):
    mem_usage = Attribute('bytes')


class IMemoryUsageUnderThreshold(Interface):
    mem_usage = Attribute('bytes')


class IGeventPatchEvent(Interface):
    source = Attribute('where the new names come from')
    target = Attribute('what is patched')


class IGeventWillPatchEvent(IGeventPatchEvent):
    pass


class IGeventDidPatchEvent(IGeventPatchEvent):
    pass


class IGeventWillPatchModuleEvent(IGeventWillPatchEvent):
    module_name = Attribute('its name')
    target_item_names = Attribute('which names')


class IGeventDidPatchModuleEvent(IGeventDidPatchEvent):
    module_name = Attribute('its name')


class IGeventWillPatchAllEvent(IGeventWillPatchEvent):
    pass


class IGeventDidPatchBuiltinModulesEvent(IGeventDidPatchEvent):
    pass


class IGeventDidPatchAllEvent(IGeventDidPatchEvent):
    pass


@implementer(IPeriodicMonitorThreadStartedEvent)
class PeriodicMonitorThreadStartedEvent:
    def __init__(self, monitor):
        self.monitor = monitor


class _EventLoopBlocked:
    def __init__(self, greenlet, blocking_time, info, *, hub=None):
        self.greenlet = greenlet
        self.blocking_time = blocking_time
        self.info = info
        self.hub = hub


EventLoopBlocked = implementer(IEventLoopBlocked)(_EventLoopBlocked)


class _MemoryEvent:
    def __init__(self, mem_usage, max_allowed, memory_info):
        self.mem_usage = mem_usage
        self.max_allowed = max_allowed
        self.memory_info = memory_info


class MemoryUsageThresholdExceeded(_MemoryEvent):
    pass


class MemoryUsageUnderThreshold(_MemoryEvent):
    def __init__(self, mem_usage, max_allowed, memory_info, max_usage):
        super().__init__(mem_usage, max_allowed, memory_info)
        self.max_memory_usage = max_usage


class DoNotPatch(BaseException):
    """A subscriber refuses."""


class GeventPatchEvent:
    def __init__(self, source, target):
        self.source = source
        self.target = target

    def __repr__(self):
        return f'<{type(self).__name__} source={self.source!r} target={self.target!r} at {id(self):x}>'


@implementer(IGeventWillPatchEvent)
class GeventWillPatchEvent(GeventPatchEvent):
    pass


@implementer(IGeventDidPatchEvent)
class GeventDidPatchEvent(GeventPatchEvent):
    pass


@implementer(IGeventWillPatchModuleEvent)
class GeventWillPatchModuleEvent(GeventWillPatchEvent):
    ENTRY_POINT_NAME = 'gevent.plugins.monkey.will_patch_module'

    def __init__(self, module_name, source, target, items):
        super().__init__(source, target)
        self.module_name = module_name
        self.target_item_names = items


@implementer(IGeventDidPatchModuleEvent)
class GeventDidPatchModuleEvent(GeventDidPatchEvent):
    ENTRY_POINT_NAME = 'gevent.plugins.monkey.did_patch_module'

    def __init__(self, module_name, source, target):
        super().__init__(source, target)
        self.module_name = module_name


class _PatchAllMixin:
    def __init__(self, patch_all_arguments, patch_all_kwargs):
        super().__init__(None, None)
        self._patch_all_arguments = patch_all_arguments
        self._patch_all_kwargs = patch_all_kwargs

    @property
    def patch_all_arguments(self):
        return dict(self._patch_all_arguments)

    @property
    def patch_all_kwargs(self):
        return dict(self._patch_all_kwargs)

    def __repr__(self):
        return f'<{type(self).__name__} {self._patch_all_arguments!r} at {id(self):x}>'


@implementer(IGeventWillPatchAllEvent)
class GeventWillPatchAllEvent(_PatchAllMixin, GeventWillPatchEvent):
    ENTRY_POINT_NAME = 'gevent.plugins.monkey.will_patch_all'

    def will_patch_module(self, module_name):
        return self.patch_all_arguments.get(module_name)


@implementer(IGeventDidPatchBuiltinModulesEvent)
class GeventDidPatchBuiltinModulesEvent(_PatchAllMixin, GeventDidPatchEvent):
    ENTRY_POINT_NAME = 'gevent.plugins.monkey.did_patch_builtins'


@implementer(IGeventDidPatchAllEvent)
class GeventDidPatchAllEvent(_PatchAllMixin, GeventDidPatchEvent):
    ENTRY_POINT_NAME = 'gevent.plugins.monkey.did_patch_all'
