package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/pion/webrtc/v3"
)

// janus is joined over its REST transport: one connection that publishes, and one that subscribes, as its VideoRoom
// plugin has it.
type janus struct {
	url string
	api *webrtc.API
	// Publishers by room, for those who come later.
	rooms map[int][]*janusGuest
}

type janusGuest struct {
	door    *janus
	session string
	room    int
	feed    int64
	one     *participant
	events  chan object
}

type object = map[string]any

func (j *janus) post(place string, message object) (object, error) {
	message["transaction"] = "t"
	body, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	response, err := http.Post(j.url+"/janus"+place, "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer object
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, err
	}
	if answer["janus"] == "error" {
		return nil, fmt.Errorf("janus: %v", answer["error"])
	}
	return answer, nil
}

// id of what a request has made, as the path of the next request carries it.
func id(answer object) string {
	data, _ := answer["data"].(object)
	number, _ := data["id"].(float64)
	return fmt.Sprintf("/%.0f", number)
}

func (j *janus) join(room, seat int, shared *load) error {
	if j.rooms == nil {
		j.rooms = map[int][]*janusGuest{}
	}
	one, err := newParticipant(shared)
	if err != nil {
		return err
	}
	created, err := j.post("", object{"janus": "create"})
	if err != nil {
		return err
	}
	guest := &janusGuest{
		door: j, session: id(created), room: 5000 + room, one: one, events: make(chan object, 64)}
	go guest.poll()
	if err := guest.publish(seat == 0); err != nil {
		return err
	}
	others := j.rooms[room]
	j.rooms[room] = append(others, guest)
	for _, other := range others {
		if err := guest.subscribe(other.feed); err != nil {
			return err
		}
		if err := other.subscribe(guest.feed); err != nil {
			return err
		}
	}
	go one.send()
	return nil
}

// poll fetches events for as long as the process lives.
func (g *janusGuest) poll() {
	for {
		response, err := http.Get(g.door.url + "/janus" + g.session + "?maxev=5")
		if err != nil {
			return
		}
		var events []object
		err = json.NewDecoder(response.Body).Decode(&events)
		response.Body.Close()
		if err != nil {
			return
		}
		for _, event := range events {
			if event["janus"] == "event" && event["jsep"] != nil || pluginError(event) != nil {
				g.events <- event
			}
		}
	}
}

func pluginError(event object) any {
	plugin, _ := event["plugindata"].(object)
	data, _ := plugin["data"].(object)
	return data["error"]
}

// described waits for the next event that carries a session description.
func (g *janusGuest) described() (object, string, error) {
	select {
	case event := <-g.events:
		if problem := pluginError(event); problem != nil {
			return nil, "", fmt.Errorf("janus: %v", problem)
		}
		jsep, _ := event["jsep"].(object)
		text, _ := jsep["sdp"].(string)
		plugin, _ := event["plugindata"].(object)
		data, _ := plugin["data"].(object)
		return data, text, nil
	case <-time.After(10 * time.Second):
		return nil, "", fmt.Errorf("janus: no answer in 10 s")
	}
}

func (g *janusGuest) attach() (string, error) {
	handle, err := g.door.post(g.session, object{"janus": "attach", "plugin": "janus.plugin.videoroom"})
	if err != nil {
		return "", err
	}
	return g.session + id(handle), nil
}

func (g *janusGuest) publish(first bool) error {
	handle, err := g.attach()
	if err != nil {
		return err
	}
	if first {
		room := object{
			"request": "create", "room": g.room, "publishers": 8, "bitrate": 0, "audiocodec": "opus", "videocodec": "vp8"}
		if _, err := g.door.post(handle, object{"janus": "message", "body": room}); err != nil {
			return err
		}
	}
	connection, err := g.door.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	if err := g.one.sendsOn(connection, webrtc.RTPTransceiverDirectionSendonly); err != nil {
		return err
	}
	offer, err := connection.CreateOffer(nil)
	if err != nil {
		return err
	}
	text, err := gathered(connection, offer)
	if err != nil {
		return err
	}
	g.one.asked = time.Now()
	_, err = g.door.post(handle, object{
		"janus": "message",
		"body":  object{"request": "joinandconfigure", "ptype": "publisher", "room": g.room},
		"jsep":  object{"type": "offer", "sdp": text}})
	if err != nil {
		return err
	}
	data, answer, err := g.described()
	if err != nil {
		return err
	}
	feed, _ := data["id"].(float64)
	g.feed = int64(feed)
	// Nobody can subscribe before the publisher is connected.
	connected := whenConnected(connection)
	described := webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}
	if err := connection.SetRemoteDescription(described); err != nil {
		return err
	}
	return within10s(connected)
}

func (g *janusGuest) subscribe(feed int64) error {
	handle, err := g.attach()
	if err != nil {
		return err
	}
	body := object{
		"request": "join", "ptype": "subscriber", "room": g.room, "streams": []object{{"feed": feed}}}
	if _, err := g.door.post(handle, object{"janus": "message", "body": body}); err != nil {
		return err
	}
	_, offer, err := g.described()
	if err != nil {
		return err
	}
	connection, err := g.door.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	g.one.receivesOn(connection)
	if err := connection.SetRemoteDescription(
		webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return err
	}
	answer, err := connection.CreateAnswer(nil)
	if err != nil {
		return err
	}
	text, err := gathered(connection, answer)
	if err != nil {
		return err
	}
	_, err = g.door.post(handle, object{
		"janus": "message", "body": object{"request": "start"}, "jsep": object{"type": "answer", "sdp": text}})
	return err
}
