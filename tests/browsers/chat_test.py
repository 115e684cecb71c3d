"""Two people in the tutorial's chat, each with a page in Chromium: chat_test.py KEPT_EXAMPLE

KEPT_EXAMPLE is the program of that name, see kept_example.cpp.
"""
import json
import subprocess
import sys
import unittest

from chromium import Chromium

LAST = "document.querySelector('#messages li:last-child')"


class Chat(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.example = subprocess.Popen([KEPT_EXAMPLE, 'chat-room'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       text=True)
        cls.url = cls.example.stdout.readline().split()[-1]
        cls.browser = Chromium()
        cls.cleo = cls.enter('cleo')
        cls.dan = cls.enter('<b>dan & co')

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.example.communicate()
        # Nobody is connected any more: it has ended by itself.
        assert cls.example.returncode == 0, cls.example.returncode

    @classmethod
    def enter(cls, name):
        page = cls.browser.open_page(cls.url)
        with page.loading():
            page.run(f"document.getElementById('name').value = {json.dumps(name)};"
                     "document.querySelector('button').click()")
        with page.loading():
            page.run("[...document.querySelectorAll('a')].find(link => link.textContent == 'kitchen').click()")
        return page

    def say(self, page, text):
        page.run(f"document.getElementById('text').value = {json.dumps(text)};"
                 "document.querySelector('button').click()")

    def wait_to_hear(self, page, text):
        page.wait_until(f'{LAST}.textContent.includes({json.dumps(text)})')

    def test_one_hears_what_the_other_says(self):
        self.say(self.cleo, 'Hello, Dan')
        self.wait_to_hear(self.dan, 'Hello, Dan')
        self.assertEqual(self.dan.run(LAST + '.textContent'), 'cleo Hello, Dan')
        self.say(self.dan, 'Hello, Cleo')
        self.wait_to_hear(self.cleo, 'Hello, Cleo')
        self.assertEqual(self.cleo.run(LAST + '.textContent'), '<b>dan & co Hello, Cleo')
        self.assertEqual(self.cleo.run("document.getElementById('text').value"), '')

    # Also in the page that has it from the beginning, which the server writes.
    def test_what_is_typed_stays_text(self):
        text = '<img src=x onerror="document.title = 1"></ol> &lt;'
        self.say(self.dan, text)
        self.wait_to_hear(self.cleo, 'onerror')
        with self.dan.loading():
            self.dan.run('location.reload()')
        for page in self.cleo, self.dan:
            self.assertEqual(page.run(LAST + '.textContent'), '<b>dan & co ' + text)
            self.assertEqual(page.run("document.querySelectorAll('#messages img, #messages b b').length"), 0)
            self.assertEqual(page.run('document.title'), 'kitchen')

    def test_nothing_is_lost_while_there_is_no_connection(self):
        self.cleo.set_online(False)
        self.say(self.cleo, 'Does this arrive?')
        self.cleo.wait_until("document.getElementById('state').textContent == 'That was not sent.'")
        self.assertEqual(self.cleo.run("document.getElementById('text').value"), 'Does this arrive?')
        self.say(self.dan, 'Where are you?')
        self.say(self.dan, 'Come back!')
        self.wait_to_hear(self.dan, 'Come back!')
        self.cleo.set_online(True)
        self.wait_to_hear(self.cleo, 'Come back!')
        said = self.cleo.run("[...document.querySelectorAll('#messages li')].map(item => item.textContent)")
        self.assertEqual(said[-2:], ['<b>dan & co Where are you?', '<b>dan & co Come back!'])
        self.assertEqual(len(said), len(set(said)))

    def test_fits_phones_and_desktops(self):
        for width, height in (320, 480), (360, 640), (1280, 800):
            self.cleo.set_size(width, height)
            self.assertEqual(self.cleo.run('document.documentElement.scrollWidth'), width)
            self.assertEqual(self.cleo.run('document.documentElement.scrollHeight'), height)


if __name__ == '__main__':
    KEPT_EXAMPLE = sys.argv.pop(1)
    unittest.main()
