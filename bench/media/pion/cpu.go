package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// cpuSeconds is the time that a process has spent on the processor, in user mode and in the kernel.
func cpuSeconds(pid int) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name in parentheses may hold blanks; the fields are counted from behind it.
	fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat: too short", pid)
	}
	user, err := strconv.ParseFloat(string(fields[11]), 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseFloat(string(fields[12]), 64)
	// USER_HZ is 100 on Linux, whatever the kernel's own tick.
	return (user + system) / 100, err
}
