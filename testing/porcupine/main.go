// Judges histories of one register each with Porcupine, on one core: reads them as JSON lines, and prints a
// verdict and the time it took for each.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"runtime"
	"time"

	"github.com/anishathalye/porcupine"
)

// A history as it comes in: an array for each operation, of what it did, its two values, and when it was
// invoked and completed; completed at -1: its outcome is unknown.
type history [][5]int64

const (
	write int64 = iota
	read
	swap
	refusal
	attempt
)

type input struct{ did, a, b int64 }

// The answer is part of what an operation did, so that nothing is left for the output to say.
var register = porcupine.Model{
	Init: func() interface{} { return int64(-1) },
	Step: func(state, in, _ interface{}) (bool, interface{}) {
		value, operation := state.(int64), in.(input)
		found := value == operation.a
		switch operation.did {
		case write:
			return true, operation.a
		case read:
			return found, state
		case swap:
			return found, operation.b
		case refusal:
			return !found, state
		default: // of unknown outcome: it never contradicts anything
			if found {
				return true, operation.b
			}
			return true, state
		}
	},
}

type answer struct {
	Verdict      porcupine.CheckResult `json:"verdict"`
	Microseconds float64               `json:"microseconds"`
}

func main() {
	runtime.GOMAXPROCS(1)
	var seconds float64
	if len(os.Args) > 1 {
		if _, err := fmt.Sscan(os.Args[1], &seconds); err != nil {
			log.Fatalf("The time for a history must be a number of seconds: %v", err)
		}
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var seen history
		if err := json.Unmarshal(lines.Bytes(), &seen); err != nil {
			log.Fatalf("A line is no history: %v", err)
		}
		operations := operationsOf(seen)
		began := time.Now()
		verdict := porcupine.CheckOperationsTimeout(register, operations, time.Duration(seconds*1e9))
		took := time.Since(began)
		if err := out.Encode(answer{verdict, float64(took.Nanoseconds()) / 1000}); err != nil {
			log.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

// What never came back may have happened at any time up to the very end; Porcupine knows no operation that never happened.
func operationsOf(seen history) []porcupine.Operation {
	operations := make([]porcupine.Operation, len(seen))
	for i, one := range seen {
		returned := one[4]
		if returned < 0 {
			returned = math.MaxInt64
		}
		operations[i] = porcupine.Operation{
			ClientId: i,
			Input:    input{one[0], one[1], one[2]},
			Call:     one[3],
			Return:   returned,
		}
	}
	return operations
}
