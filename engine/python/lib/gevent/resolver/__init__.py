"""gevent.resolver: what is common to those who look names up."""

import _socket

__all__ = ()


class AbstractResolver:
    """gethostbyname and the like, in terms of two questions that a kind of its own answers."""

    def __init__(self, hub=None, **settings):
        from gevent._hub_local import get_hub
        self.hub = get_hub() if hub is None else hub

    def close(self):
        """Nothing is kept from one question to the next."""

    def _host(self, name, family):
        """(real name, other names, addresses) of a host's name, which is in bytes and not numeric."""
        raise NotImplementedError

    def _address(self, text):
        """The same of an address."""
        raise NotImplementedError

    # --- the functions of socket ---

    def getaddrinfo(self, host, port, family=0, type=0, proto=0, flags=0):
        try:
            return _socket.getaddrinfo(host, port, family, type, proto, flags | _socket.AI_NUMERICHOST)
        except _socket.gaierror as failed:
            if host is None or flags & _socket.AI_NUMERICHOST or failed.errno != _socket.EAI_NONAME:
                raise
        name, _, addresses = self._host(_as_bytes(host), family)
        numeric = flags & ~_socket.AI_CANONNAME | _socket.AI_NUMERICHOST
        found = [entry for address in addresses
                 for entry in _socket.getaddrinfo(address, port, family, type, proto, numeric)]
        if flags & _socket.AI_CANONNAME and found:
            found[0] = (*found[0][:3], name, found[0][4])
        return found

    def gethostbyname(self, hostname):
        if _needs_no_question(hostname):
            return _socket.gethostbyname(hostname)
        return self._host(_as_bytes(hostname), _socket.AF_INET)[2][0]

    def gethostbyname_ex(self, hostname):
        if _needs_no_question(hostname):
            return _socket.gethostbyname_ex(hostname)
        return self._host(_as_bytes(hostname), _socket.AF_INET)

    def gethostbyaddr(self, ip_address):
        if not isinstance(ip_address, (str, bytes, bytearray)):
            # It says what is wrong with that.
            return _socket.gethostbyaddr(ip_address)
        if ip_address in ('<broadcast>', b'<broadcast>'):
            return self._address('255.255.255.255')
        return self._address(self.getaddrinfo(ip_address, None, 0, _socket.SOCK_DGRAM)[0][4][0])

    def getnameinfo(self, sockaddr, flags):
        if flags & _socket.NI_NUMERICHOST:
            return _socket.getnameinfo(sockaddr, flags)
        # It also says what is wrong with the arguments.
        _, service = numeric = _socket.getnameinfo(sockaddr, flags & ~_socket.NI_NAMEREQD | _socket.NI_NUMERICHOST)
        try:
            name = self._address(sockaddr[0])[0]
        except OSError:
            if flags & _socket.NI_NAMEREQD:
                raise _socket.gaierror(_socket.EAI_NONAME, 'Name or service not known') from None
            return numeric
        return name.partition('.')[0] if flags & _socket.NI_NOFQDN else name, service


def _as_bytes(host):
    return host.encode('idna') if isinstance(host, str) else bytes(host)


def _needs_no_question(hostname):
    """Whether the system's own function answers at once."""
    if not isinstance(hostname, (str, bytes, bytearray)) or hostname in ('', b'', '<broadcast>', b'<broadcast>'):
        return True
    try:
        _socket.getaddrinfo(hostname, None, _socket.AF_INET, 0, 0, _socket.AI_NUMERICHOST)
    except _socket.gaierror as failed:
        return failed.errno != _socket.EAI_NONAME
    return True
