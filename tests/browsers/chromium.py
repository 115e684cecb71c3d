"""A headless Chromium and its pages, driven through the pipe that --remote-debugging-pipe has: a line of JSON each way,
ended by a NUL. Whatever is waited for, the browser tells of: nothing here sleeps or looks again and again.
"""
import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import tempfile


class BrowserError(Exception):
    """What was asked for did not work."""


class Chromium:

    def __init__(self):
        self._folder = tempfile.mkdtemp()
        self._last_id = 0
        self._unread = b''
        self._events = []
        reads, self._to_browser = _pipe()
        from_browser, writes = _pipe()
        self._from_browser = os.fdopen(from_browser, 'rb')

        def place_pipes():
            os.dup2(reads, 3)
            os.dup2(writes, 4)

        self._process = subprocess.Popen(
            ['chromium', '--headless=new', '--remote-debugging-pipe', '--no-sandbox', '--disable-gpu',
             '--disable-dev-shm-usage', '--no-first-run', '--user-data-dir=' + self._folder, 'about:blank'],
            preexec_fn=place_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(reads)
        os.close(writes)

    def close(self):
        # It may be gone before it has said that it goes.
        with contextlib.suppress(BrowserError):
            self.call('Browser.close')
        self._process.wait()
        self._from_browser.close()
        os.close(self._to_browser)
        shutil.rmtree(self._folder, ignore_errors=True)

    def open_page(self, url):
        """A new page, once it has loaded."""
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        page = Page(self, session)
        page.call('Page.enable')
        page.call('Network.enable')
        with page.loading():
            page.call('Page.navigate', url=url)
        return page

    def call(self, method, session=None, **parameters):
        self._last_id += 1
        message = {'id': self._last_id, 'method': method, 'params': parameters}
        if session:
            message['sessionId'] = session
        os.write(self._to_browser, json.dumps(message).encode() + b'\0')
        while True:
            answer = self._receive()
            if answer.get('id') == self._last_id:
                if 'error' in answer:
                    raise BrowserError(f'{method}: {answer["error"]}')
                return answer['result']
            self._events.append(answer)

    def forget_events(self):
        self._events.clear()

    def wait_for_event(self, method, session):
        while True:
            for event in self._events:
                if event.get('method') == method and event.get('sessionId') == session:
                    return
            self._events.append(self._receive())

    def _receive(self):
        while b'\0' not in self._unread:
            some = self._from_browser.read1(65536)
            if not some:
                raise BrowserError('the browser has ended')
            self._unread += some
        text, self._unread = self._unread.split(b'\0', 1)
        return json.loads(text)


class Page:

    def __init__(self, browser, session):
        self._browser = browser
        self._session = session

    def call(self, method, **parameters):
        return self._browser.call(method, self._session, **parameters)

    def run(self, script):
        """The value of a JavaScript expression; of a promise, what it comes to."""
        found = self.call('Runtime.evaluate', expression=script, returnByValue=True, awaitPromise=True)
        if 'exceptionDetails' in found:
            raise BrowserError(f'{script}: {found["exceptionDetails"]}')
        return found['result'].get('value')

    @contextlib.contextmanager
    def loading(self):
        """What is done inside leads to another page. Goes on when that has loaded."""
        self._browser.forget_events()
        yield
        self._browser.wait_for_event('Page.loadEventFired', self._session)

    def wait_until(self, condition):
        """Until that expression is true, half a minute at most; it is looked at whenever the document changes."""
        self.run('''new Promise((done, fail) => {
            setTimeout(() => fail(new Error('never')), 30000);
            const look = () => {
                if (!(%s)) return;
                observer.disconnect();
                done();
            };
            const observer = new MutationObserver(look);
            observer.observe(document, {subtree: true, childList: true, characterData: true});
            look();
        })''' % condition)

    def set_online(self, is_online):
        self.call('Network.emulateNetworkConditions', offline=not is_online, latency=0, downloadThroughput=-1,
                  uploadThroughput=-1)

    def set_size(self, width, height):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)


def _pipe():
    # Above the numbers that the browser expects its ends at.
    numbers = os.pipe()
    high = [fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, 10) for number in numbers]
    for number in numbers:
        os.close(number)
    return high
