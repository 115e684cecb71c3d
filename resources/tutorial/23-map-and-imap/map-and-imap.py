# Three ways to call a function for each item, all at once.
from gevent import sleep
from gevent.pool import Group

group = Group()
times = [0.03, 0.05, 0.01]


def brew(cup):
    sleep(times[cup])
    return f'cup {cup}'


print('map gives all cups together:')
print(group.map(brew, range(3)))

print('imap keeps the order of the orders:')
for cup in group.imap(brew, range(3)):
    print(cup)

print('imap_unordered gives what is ready:')
for cup in group.imap_unordered(brew, range(3)):
    print(cup)
