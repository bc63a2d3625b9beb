// Command pionload loads a forwarding server with peers of pion, a WebRTC implementation that has nothing to do with
// Venterum nor with Janus, so that both are measured by the same stranger.
//
// It prints one JSON object: CPU of the server per forwarded packet, how many packets were sent and arrived, and how
// long they took.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"sync"
	"sync/atomic"
	"time"
)

// entrance is how a system is joined: one participant of one room, its media flowing when join returns.
type entrance interface {
	join(room, seat int, load *load) error
}

// load is what all participants share: the counters, and whether they are being measured now.
type load struct {
	measuring int32
	sent      int64
	arrived   int64
	// Microseconds between sending and arrival, of packets that arrived while measuring.
	mutex      sync.Mutex
	delays     []float64
	firsts     []float64
	videoEvery time.Duration
}

func (l *load) isMeasuring() bool { return atomic.LoadInt32(&l.measuring) == 1 }

func (l *load) noteFirst(d time.Duration) {
	l.mutex.Lock()
	l.firsts = append(l.firsts, float64(d.Microseconds())/1000)
	l.mutex.Unlock()
}

func (l *load) noteDelays(delays []float64) {
	l.mutex.Lock()
	l.delays = append(l.delays, delays...)
	l.mutex.Unlock()
}

func percentile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return -1
	}
	sort.Float64s(values)
	return values[int(share*float64(len(values)-1))]
}

func main() {
	system := flag.String("system", "venterum", "venterum or janus")
	url := flag.String("url", "http://127.0.0.1:8080", "the server's HTTP address")
	pid := flag.Int("pid", 0, "the server's process")
	rooms := flag.Int("rooms", 20, "rooms")
	people := flag.Int("people", 2, "participants of each room")
	seconds := flag.Int("seconds", 10, "how long to measure")
	profile := flag.String("profile", "gcm", "SRTP profile: gcm or sha1")
	flag.Parse()

	api, err := newAPI(*profile)
	if err != nil {
		fail(err)
	}
	var door entrance = &venterum{url: *url, api: api}
	if *system == "janus" {
		door = &janus{url: *url, api: api}
	}
	shared := &load{videoEvery: 10 * time.Millisecond}
	for room := 0; room < *rooms; room++ {
		for seat := 0; seat < *people; seat++ {
			if err := door.join(room, seat, shared); err != nil {
				fail(fmt.Errorf("room %d, seat %d: %w", room, seat, err))
			}
		}
	}
	time.Sleep(2 * time.Second)
	before, err := cpuSeconds(*pid)
	if err != nil {
		fail(err)
	}
	own, _ := cpuSeconds(os.Getpid())
	since := time.Now()
	atomic.StoreInt32(&shared.measuring, 1)
	time.Sleep(time.Duration(*seconds) * time.Second)
	atomic.StoreInt32(&shared.measuring, 0)
	elapsed := time.Since(since).Seconds()
	after, err := cpuSeconds(*pid)
	if err != nil {
		fail(err)
	}
	ownAfter, _ := cpuSeconds(os.Getpid())
	// The reading goroutines hand in their delays when they see that the measurement is over.
	time.Sleep(300 * time.Millisecond)
	sent, arrived := atomic.LoadInt64(&shared.sent), atomic.LoadInt64(&shared.arrived)
	shared.mutex.Lock()
	defer shared.mutex.Unlock()
	if arrived == 0 {
		fail(fmt.Errorf("%d packets sent, none arrived", sent))
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"system": *system, "rooms": *rooms, "people": *people, "seconds": elapsed, "sent": sent, "arrived": arrived,
		"forward_cpu_us": (after - before) * 1e6 / float64(arrived), "server_cpu_share": (after - before) / elapsed,
		"client_cpu_share": (ownAfter - own) / elapsed,
		"delay_ms_p50":     percentile(shared.delays, 0.5), "delay_ms_p99": percentile(shared.delays, 0.99),
		"join_to_first_packet_ms_p50": percentile(shared.firsts, 0.5), "joins_measured": len(shared.firsts),
	})
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "pionload:", err)
	os.Exit(1)
}
