import type { Endpoint } from "../../../compiler/model/address.ts";
import type { ConfigFile } from "../../../compiler/model/workload.ts";
import { mosquittoText, type MosquittoValue, mosquittoWord } from "../../kit/mosquitto-value.ts";
import { template } from "../../kit/template.ts";
import { fileNames, tlsFiles } from "./files.ts";
import type { SettingLine, SettingLines } from "./settings-of.ts";
import { specification } from "./templates/mosquitto-conf.generated.ts";

/** What stands in an instance's `mosquitto.conf`. */
export interface MainFile {
  readonly listen: Endpoint;
  readonly settings: SettingLines;
  /** Set where the listener speaks TLS: whether it shows a certificate of the broker's own. */
  readonly tls?: { readonly hasOwn: boolean };
  /** Whether it dials over bridges, whose files stand in a folder beside it. */
  readonly dials: boolean;
}

type Values = {
  readonly passwords: MosquittoValue;
  readonly acl: MosquittoValue;
  readonly settings: readonly SettingLine[];
  readonly port: MosquittoValue;
  readonly address: MosquittoValue;
  readonly listenerSettings: readonly SettingLine[];
  readonly tls: { readonly certificate: MosquittoValue; readonly privateKey: MosquittoValue } | false;
  readonly bridges: MosquittoValue | false;
};

const fill = template<"mosquitto.conf", Values>(specification);

/**
 * Lays out `mosquitto.conf`; everything with a secret is in files beside it. Rights are the broker's and not a
 * listener's, so that no listener comes without. `user root` keeps the user that the platform starts it as: a broker
 * that root starts would else become another before it reads its files, which only who starts it may read, and end
 * (2.0.11). The log goes to standard error, since what goes to standard output waits in a buffer there, and to whoever
 * observes the broker, who is told so that it read its files anew and what of them it could not. The listener comes
 * after all that is about the whole broker.
 */
export function printMain({ listen, settings, tls, dials }: MainFile): ConfigFile {
  const { certificate, privateKey } = tls?.hasOwn ? tlsFiles.given : tlsFiles;
  const text = fill({
    passwords: mosquittoText(fileNames.passwords),
    acl: mosquittoText(fileNames.acl),
    settings: settings.broker,
    port: mosquittoWord(String(listen.port)),
    address: mosquittoWord(listen.host),
    listenerSettings: settings.listener,
    tls: tls ? { certificate: mosquittoText(certificate), privateKey: mosquittoText(privateKey) } : false,
    bridges: dials ? mosquittoText(fileNames.bridges) : false,
  });
  return { path: fileNames.main, mode: 0o444, parts: [text] };
}
