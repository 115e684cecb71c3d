// What the benchmarks measure, done with goroutines. Takes the measurement's name and prints its figures:
// nanoseconds of processor time for each operation, bytes for each goroutine, milliseconds.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Nanoseconds for each of `count` operations that `work` does.
func each(count int, work func()) float64 {
	begin := cpuTime()
	work()
	return float64((cpuTime() - begin).Nanoseconds()) / float64(count)
}

func yield(goroutines int) float64 {
	const yields = 1000000
	return each(yields, func() {
		var all sync.WaitGroup
		all.Add(goroutines)
		for i := 0; i < goroutines; i++ {
			go func() {
				for n := 0; n < yields/goroutines; n++ {
					runtime.Gosched()
				}
				all.Done()
			}()
		}
		all.Wait()
	})
}

func spawnOne() float64 {
	const count = 200000
	return each(count, func() {
		for i := 0; i < count; i++ {
			done := make(chan struct{})
			go func() { close(done) }()
			<-done
		}
	})
}

func spawnMany() float64 {
	const count = 100000
	return each(count, func() {
		var all sync.WaitGroup
		all.Add(count)
		for i := 0; i < count; i++ {
			go all.Done()
		}
		all.Wait()
	})
}

func queue(capacity int) float64 {
	const items = 1000000
	return each(items, func() {
		line := make(chan int, capacity)
		go func() {
			for i := 0; i < items; i++ {
				line <- i
			}
			close(line)
		}()
		sum := 0
		for item := range line {
			sum += item
		}
		if sum == 0 {
			panic("nothing came")
		}
	})
}

func residentBytes() float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		var kibibytes float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kibibytes); n == 1 {
			return kibibytes * 1024
		}
	}
	panic("no VmRSS")
}

func parked() float64 {
	const count = 100000
	before := residentBytes()
	forever := make(chan struct{})
	for i := 0; i < count; i++ {
		go func() { <-forever }()
	}
	runtime.Gosched()
	time.Sleep(10 * time.Millisecond)
	return (residentBytes() - before) / count
}

// The processor's milliseconds, and how long after the last deadline the last one woke.
func timers() (float64, float64) {
	const count = 100000
	begin, cpu := time.Now(), cpuTime()
	var all sync.WaitGroup
	all.Add(count)
	for i := 0; i < count; i++ {
		go func(i int) {
			deadline := begin.Add(time.Duration(i) * time.Second / count)
			time.Sleep(time.Until(deadline))
			all.Done()
		}(i)
	}
	all.Wait()
	late := time.Since(begin) - time.Second
	return (cpuTime() - cpu).Seconds() * 1e3, late.Seconds() * 1e3
}

// Says where it listens, and serves until it is killed.
func serveHTTP() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		answer.Header().Set("Content-Type", "text/plain")
		answer.Write([]byte("Hello World"))
	}))
}

func main() {
	runtime.GOMAXPROCS(1)
	switch os.Args[1] {
	case "yield-2":
		fmt.Println(yield(2))
	case "yield-1000":
		fmt.Println(yield(1000))
	case "spawn-one":
		fmt.Println(spawnOne())
	case "spawn-many":
		fmt.Println(spawnMany())
	case "queue-1":
		fmt.Println(queue(1))
	case "queue-128":
		fmt.Println(queue(128))
	case "parked":
		fmt.Println(parked())
	case "timers":
		fmt.Println(timers())
	case "http":
		serveHTTP()
	default:
		os.Exit(2)
	}
}
