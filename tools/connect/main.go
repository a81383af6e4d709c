// Command connect is the integration engine between unlike brokers: Benthos with the components that links need. Where
// its first argument is --sessions, the second is a file that lists the sessions of the edge in which it reads, and how it
// logs in there: those that it once listed, and lists no more, are ended.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/benthosdev/benthos/v4/public/service"
	mqtt "github.com/eclipse/paho.mqtt.golang"

	_ "github.com/benthosdev/benthos/v4/public/components/io"
	_ "github.com/benthosdev/benthos/v4/public/components/mqtt"
	_ "github.com/benthosdev/benthos/v4/public/components/nats"
	_ "github.com/benthosdev/benthos/v4/public/components/prometheus"
	_ "github.com/benthosdev/benthos/v4/public/components/pure"
)

// Client identifiers of all sessions that were listed and are not ended, in the working folder.
const keptFile = "sessions"

const betweenAttempts = 5 * time.Second

var log = slog.New(slog.NewJSONHandler(os.Stdout, nil))

func main() {
	if len(os.Args) > 2 && os.Args[1] == "--sessions" {
		if err := endUnlisted(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Args = append(os.Args[:1], os.Args[3:]...)
	}
	service.RunCLI(context.Background())
}

type edge struct {
	URLs     []string `json:"urls"`
	User     string   `json:"user"`
	Password string   `json:"password"`
	TLS      *struct {
		Authority    string `json:"root_cas_file"`
		Certificates []struct {
			Certificate string `json:"cert_file"`
			PrivateKey  string `json:"key_file"`
		} `json:"client_certs"`
	} `json:"tls"`
	Sessions []string `json:"sessions"`
}

// endUnlisted writes down the sessions that are listed before any of them is made, and ends the others meanwhile.
func endUnlisted(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var at edge
	if err := json.Unmarshal(text, &at); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	options, err := at.options()
	if err != nil {
		return err
	}
	kept := readKept()
	left := slices.DeleteFunc(slices.Clone(kept), func(id string) bool { return slices.Contains(at.Sessions, id) })
	if err := writeKept(at.Sessions, left); err != nil {
		return err
	}
	go func() {
		for len(left) > 0 {
			end(options, left[0])
			left = left[1:]
			if err := writeKept(at.Sessions, left); err != nil {
				log.Error("could not write down that a session was ended", "error", err.Error())
			}
		}
	}()
	return nil
}

func (e edge) options() (*mqtt.ClientOptions, error) {
	options := mqtt.NewClientOptions().SetUsername(e.User).SetPassword(e.Password).
		SetCleanSession(true).SetAutoReconnect(false).SetConnectTimeout(10 * time.Second).SetProtocolVersion(4)
	for _, url := range e.URLs {
		options.AddBroker(url)
	}
	if e.TLS == nil {
		return options, nil
	}
	text, err := os.ReadFile(e.TLS.Authority)
	if err != nil {
		return nil, err
	}
	settings := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: x509.NewCertPool()}
	if !settings.RootCAs.AppendCertsFromPEM(text) {
		return nil, errors.New(e.TLS.Authority + " holds no certificate")
	}
	for _, own := range e.TLS.Certificates {
		pair, err := tls.LoadX509KeyPair(own.Certificate, own.PrivateKey)
		if err != nil {
			return nil, err
		}
		settings.Certificates = append(settings.Certificates, pair)
	}
	return options.SetTLSConfig(settings), nil
}

// end logs in once with a clean session, which ends the one that was (MQTT 3.1.1, 3.1.2.4), and tries until it may.
func end(options *mqtt.ClientOptions, id string) {
	options.SetClientID(id)
	for tried := false; ; tried = true {
		client := mqtt.NewClient(options)
		done := client.Connect()
		done.Wait()
		if done.Error() == nil {
			client.Disconnect(250)
			log.Info("ended a session that is listed no more", "session", id)
			return
		}
		if !tried {
			log.Error("a session that is listed no more is not ended yet", "session", id, "error", done.Error().Error())
		}
		time.Sleep(betweenAttempts)
	}
}

func readKept() []string {
	text, err := os.ReadFile(keptFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var kept []string
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	if err != nil {
		// Events are carried all the same.
		log.Error("which sessions were listed before cannot be read, and they are not ended", "error", err.Error())
	}
	return kept
}

func writeKept(lists ...[]string) error {
	all := append([]string{}, slices.Concat(lists...)...)
	slices.Sort(all)
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	// For nobody but its owner, as files are that are made so.
	file, err := os.CreateTemp(".", "."+keptFile+"-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), keptFile)
}
