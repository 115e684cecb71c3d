# A pool of two: whoever spawns a third has to wait for a place.
from gevent import sleep
from gevent.pool import Pool

pool = Pool(2)


def job(number, time):
    print('job', number, 'begins')
    sleep(time)
    print('job', number, 'is done')


for number, time in enumerate([0.03, 0.05, 0.04, 0.03], 1):
    print('main hands out job', number)
    pool.spawn(job, number, time)

print('all handed out, free places:', pool.free_count())
pool.join()
print('all done, free places:', pool.free_count())
