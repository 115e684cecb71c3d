// Shows what is said in the room as soon as it is said, and
// sends what is typed.
const messages = document.getElementById('messages');
const state = document.getElementById('state');
const form = document.getElementById('post');
const text = document.getElementById('text');

// textContent: what somebody has typed stays text, whatever
// it looks like.
function show(message) {
    const who = document.createElement('b');
    who.textContent = message.name;
    const item = document.createElement('li');
    item.append(who, ' ', message.text);
    messages.append(item);
    messages.scrollTop = messages.scrollHeight;
}

function later(milliseconds) {
    return new Promise(done => setTimeout(done, milliseconds));
}

// One request after the other. Each has no answer until
// somebody says something, or ten seconds have passed.
async function poll() {
    let next = form.dataset.next;
    for (;;) {
        try {
            const url = form.dataset.poll + '&since=' + next;
            const answer = await fetch(url);
            if (!answer.ok) throw new Error(answer.status);
            const news = await answer.json();
            news.messages.forEach(show);
            next = news.next;
            state.textContent = '';
        } catch (error) {
            // Nothing is lost: the next one that arrives
            // gets all since the last that did.
            state.textContent = 'No connection. Trying again.';
            await later(1000);
        }
    }
}

form.addEventListener('submit', async event => {
    event.preventDefault();
    const message = text.value;
    text.value = '';
    try {
        const body = new URLSearchParams({message});
        const answer = await fetch(
            form.action, {method: 'POST', body});
        if (!answer.ok) throw new Error(answer.status);
    } catch (error) {
        text.value ||= message;
        state.textContent = 'That was not sent.';
    }
});

messages.scrollTop = messages.scrollHeight;
poll();
