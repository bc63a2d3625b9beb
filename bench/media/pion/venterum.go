package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pion/webrtc/v3"
)

// venterum is joined with one POST: an offer there, an answer back. The rooms are those of the setting for measuring.
type venterum struct {
	url string
	api *webrtc.API
}

func (v *venterum) join(room, seat int, shared *load) error {
	one, err := newParticipant(shared)
	if err != nil {
		return err
	}
	connection, err := v.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return err
	}
	if err := one.sendsOn(connection, webrtc.RTPTransceiverDirectionSendrecv); err != nil {
		return err
	}
	one.receivesOn(connection)
	offer, err := connection.CreateOffer(nil)
	if err != nil {
		return err
	}
	text, err := gathered(connection, offer)
	if err != nil {
		return err
	}
	connected := whenConnected(connection)
	one.asked = time.Now()
	place := fmt.Sprintf("%s/test/media?room=load-%d&seat=%d", v.url, room, seat)
	response, err := http.Post(place, "application/sdp", strings.NewReader(text))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusCreated {
		return fmt.Errorf("%s: %s", response.Status, body)
	}
	answer := webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: string(body)}
	if err := connection.SetRemoteDescription(answer); err != nil {
		return err
	}
	if err := within10s(connected); err != nil {
		return err
	}
	go one.send()
	return nil
}
