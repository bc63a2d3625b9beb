package main

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/dtls/v2"
	"github.com/pion/ice/v2"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

// Each participant sends 100 packets of 1,200 bytes and 50 of 120 bytes a second: a picture of about 960 kbit/s in
// frames of four packets, and sound in packets of 20 ms.
const (
	videoBytes, audioBytes = 1200, 120
	packetsPerFrame        = 4
	stampOffset            = 16
)

func newAPI(profile string) (*webrtc.API, error) {
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		return nil, err
	}
	registry := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(media, registry); err != nil {
		return nil, err
	}
	settings := webrtc.SettingEngine{}
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	if profile == "sha1" {
		settings.SetSRTPProtectionProfiles(dtls.SRTP_AES128_CM_HMAC_SHA1_80)
	} else {
		settings.SetSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM)
	}
	return webrtc.NewAPI(
		webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(registry), webrtc.WithSettingEngine(settings)), nil
}

// participant is one who sends and receives; sending and receiving connections may be two.
type participant struct {
	load  *load
	audio *webrtc.TrackLocalStaticRTP
	video *webrtc.TrackLocalStaticRTP
	// Set when the server asks for a key frame.
	keyWanted int32
	asked     time.Time
	first     sync.Once
}

func newParticipant(shared *load) (*participant, error) {
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	vp8 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
	audio, err := webrtc.NewTrackLocalStaticRTP(opus, "audio", "load")
	if err != nil {
		return nil, err
	}
	video, err := webrtc.NewTrackLocalStaticRTP(vp8, "video", "load")
	return &participant{load: shared, audio: audio, video: video, keyWanted: 1}, err
}

// sendsOn puts both tracks on a connection and listens to what the server asks of them.
func (p *participant) sendsOn(connection *webrtc.PeerConnection, direction webrtc.RTPTransceiverDirection) error {
	for _, track := range []webrtc.TrackLocal{p.audio, p.video} {
		line, err := connection.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: direction})
		if err != nil {
			return err
		}
		go p.answerRequests(line.Sender())
	}
	return nil
}

func (p *participant) answerRequests(sender *webrtc.RTPSender) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				atomic.StoreInt32(&p.keyWanted, 1)
			}
		}
	}
}

// receivesOn counts what arrives on a connection, and how long it took.
func (p *participant) receivesOn(connection *webrtc.PeerConnection) {
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		buffer := make([]byte, 1600)
		delays := make([]float64, 0, 2048)
		for {
			count, _, err := track.Read(buffer)
			if err != nil {
				return
			}
			p.first.Do(func() { p.load.noteFirst(time.Since(p.asked)) })
			if !p.load.isMeasuring() {
				if len(delays) > 0 {
					p.load.noteDelays(delays)
					delays = delays[:0]
				}
				continue
			}
			atomic.AddInt64(&p.load.arrived, 1)
			var packet rtp.Packet
			if packet.Unmarshal(buffer[:count]) != nil || len(packet.Payload) < stampOffset+8 {
				continue
			}
			sent := int64(binary.BigEndian.Uint64(packet.Payload[stampOffset:]))
			delays = append(delays, float64(time.Now().UnixNano()-sent)/1e6)
		}
	})
}

// send sends for as long as the process lives.
func (p *participant) send() {
	time.Sleep(time.Duration(rand.Intn(20)) * time.Millisecond)
	ticker := time.NewTicker(p.load.videoEvery)
	audio := rtp.Packet{Header: rtp.Header{Version: 2}, Payload: make([]byte, audioBytes-12)}
	video := rtp.Packet{Header: rtp.Header{Version: 2}, Payload: make([]byte, videoBytes-12)}
	audio.Payload[0] = 0x78
	rand.Read(audio.Payload[1:])
	rand.Read(video.Payload)
	isKey := false
	for tick := 0; ; tick++ {
		<-ticker.C
		place := tick % packetsPerFrame
		if place == 0 {
			isKey = atomic.SwapInt32(&p.keyWanted, 0) == 1
		}
		p.writeVideo(&video, tick, place, isKey)
		if tick%2 == 0 {
			audio.SequenceNumber++
			audio.Timestamp += 960
			p.write(p.audio, &audio)
		}
	}
}

// writeVideo sends one piece of a frame, with a payload descriptor of VP8 that has a picture id (RFC 7741).
func (p *participant) writeVideo(packet *rtp.Packet, tick, place int, isKey bool) {
	packet.SequenceNumber++
	packet.Timestamp = uint32(tick/packetsPerFrame) * 3600
	packet.Marker = place == packetsPerFrame-1
	id := uint16(tick/packetsPerFrame) | 0x8000
	start := byte(0x80)
	if place == 0 {
		start = 0x90
	}
	head := []byte{start, 0x80, byte(id >> 8), byte(id), 0x01, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01}
	if isKey {
		head[4] = 0x10
	}
	copy(packet.Payload, head)
	p.write(p.video, packet)
}

func (p *participant) write(track *webrtc.TrackLocalStaticRTP, packet *rtp.Packet) {
	binary.BigEndian.PutUint64(packet.Payload[stampOffset:], uint64(time.Now().UnixNano()))
	if p.load.isMeasuring() {
		atomic.AddInt64(&p.load.sent, 1)
	}
	_ = track.WriteRTP(packet)
}

// gathered sets a local description and waits until it has its addresses.
func gathered(connection *webrtc.PeerConnection, description webrtc.SessionDescription) (string, error) {
	done := webrtc.GatheringCompletePromise(connection)
	if err := connection.SetLocalDescription(description); err != nil {
		return "", err
	}
	<-done
	return connection.LocalDescription().SDP, nil
}

// whenConnected is closed when ICE and DTLS are through.
func whenConnected(connection *webrtc.PeerConnection) <-chan struct{} {
	connected := make(chan struct{})
	var once sync.Once
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		if state == webrtc.PeerConnectionStateConnected {
			once.Do(func() { close(connected) })
		}
	})
	return connected
}

func within10s(connected <-chan struct{}) error {
	select {
	case <-connected:
		return nil
	case <-time.After(10 * time.Second):
		return fmt.Errorf("not connected after 10 s")
	}
}
