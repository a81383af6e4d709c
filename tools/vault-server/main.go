// A Vault server for tests, in memory and on loopback: Vault's own core, its HTTP interface and its key-value store,
// without the rest of Vault. Given the files of a certificate and its key it speaks TLS. Prints one line of JSON, its
// address and the root token, and runs until it is ended.
package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"

	"github.com/hashicorp/go-hclog"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

func main() {
	logger := hclog.New(&hclog.LoggerOptions{Level: hclog.Error, Output: os.Stderr})
	storage, err := inmem.NewInmem(nil, logger)
	check(err)
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:        storage,
		LogicalBackends: map[string]logical.Factory{"kv": kv.Factory},
		BuiltinRegistry: plugins{},
		DisableMlock:    true,
		Logger:          logger,
	})
	check(err)
	seal := &vault.SealConfig{SecretShares: 1, SecretThreshold: 1}
	made, err := core.Initialize(context.Background(), &vault.InitParams{BarrierConfig: seal})
	check(err)
	_, err = core.Unseal(made.SecretShares[0])
	check(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{Core: core, ListenerConfig: &configutil.Listener{}})
	told := map[string]string{"address": listener.Addr().String(), "token": made.RootToken}
	check(json.NewEncoder(os.Stdout).Encode(told))
	if len(os.Args) == 3 {
		check(http.ServeTLS(listener, handler, os.Args[1], os.Args[2]))
	}
	check(http.Serve(listener, handler))
}

// plugins says that the key-value store is all that is built in.
type plugins struct{}

func (plugins) Contains(name string, kind consts.PluginType) bool {
	return name == "kv" && kind == consts.PluginTypeSecrets
}

func (plugins) Get(string, consts.PluginType) (func() (interface{}, error), bool) {
	return nil, false
}

func (plugins) Keys(consts.PluginType) []string {
	return nil
}

func (plugins) DeprecationStatus(string, consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Unknown, false
}

func (plugins) IsBuiltinEntPlugin(string, consts.PluginType) bool {
	return false
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
