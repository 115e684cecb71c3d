"""An application in Flask under gevent.pywsgi: its pages, its errors, and a chat whose users wait for each other."""
from gevent import monkey

monkey.patch_all()

import json
import urllib.error
import urllib.parse
import urllib.request

import gevent
from flask import Flask, Response, abort, g, jsonify, redirect, render_template_string, request, session, url_for
from gevent.pywsgi import WSGIServer
from gevent.queue import Empty, Queue

app = Flask(__name__)
app.secret_key = 'of the test'
rooms = {'library': {}}


@app.before_request
def note_the_user():
    g.user = request.headers.get('X-User')


@app.route('/')
def hello():
    # Others run in the middle of a request, and have another one.
    path = request.path, request.args.get('n')
    gevent.sleep(0.001)
    return f'Hello {g.user} {request.args.get("n")} {path == (request.path, request.args.get("n"))}'


@app.route('/page/<name>')
def page(name):
    return render_template_string('<p>{{ name }}</p>', name=name)


@app.route('/form', methods=['POST'])
def form():
    session['count'] = session.get('count', 0) + 1
    return jsonify(text=request.form['text'][::-1], count=session['count'])


@app.route('/stream')
def stream():
    return Response((f'part {n}\n' for n in range(3)), mimetype='text/plain')


@app.route('/elsewhere')
def elsewhere():
    return redirect(url_for('page', name='from elsewhere'))


@app.route('/forbidden')
def forbidden():
    abort(403)


@app.route('/fail')
def fail():
    raise KeyError('inside')


@app.route('/chat/<room>', methods=['POST'])
def say(room):
    for queue in rooms[room].values():
        queue.put({'from': g.user, 'text': request.get_json()['text']})
    return jsonify(len(rooms[room]))


@app.route('/chat/<room>')
def listen(room):
    """Answers once somebody has said something, or after a while."""
    queue = rooms[room].setdefault(g.user, Queue())
    try:
        return jsonify(queue.get(timeout=float(request.args['wait'])))
    except Empty:
        return '', 204


server = WSGIServer(('127.0.0.1', 0), app, log=None)
server.start()
app.logger.disabled = True


def ask(path, user=None, data=None, **headers):
    if user is not None:
        headers['X-User'] = user
    asked = urllib.request.Request(f'http://127.0.0.1:{server.server_port}{path}', data, headers)
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read()[:60], error.headers


print(*[task.get()[:2] for task in [gevent.spawn(ask, f'/?n={n}', f'user {n}') for n in range(4)]], sep='\n')
for path in '/page/%3Cb%3E', '/stream', '/elsewhere', '/forbidden', '/fail', '/nowhere', '/form':
    status, body, headers = ask(path)
    print(path, status, body, headers.get('Content-Type'), headers.get('Transfer-Encoding'))

text = urllib.parse.urlencode({'text': 'abc'}).encode()
_, body, headers = ask('/form', data=text)
print(body, ask('/form', data=text, Cookie=headers['Set-Cookie'].split(';')[0])[1])


def say_something(user, text):
    return ask('/chat/library', user, json.dumps({'text': text}).encode(), **{'Content-Type': 'application/json'})


print(ask('/chat/library?wait=0', 'ann')[:2], ask('/chat/library?wait=0.01', 'bob')[:2])
listening = [gevent.spawn(ask, '/chat/library?wait=10', user) for user in ('ann', 'bob')]
print(say_something('ann', 'hello')[:2])
print(*[task.get()[:2] for task in listening])
print(say_something('bob', '<b>')[:2], ask('/chat/library?wait=10', 'ann')[:2])
server.stop()
