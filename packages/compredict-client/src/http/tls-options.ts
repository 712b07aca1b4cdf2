/** Certificates and keys, as PEM. */
export interface TlsOptions {
  /** Authorities to trust instead of those that Node.js comes with. */
  readonly ca?: string | string[];
  /** The client's own certificate chain. */
  readonly cert?: string;
  /** The client's private key. */
  readonly key?: string;
  /** Of the private key. */
  readonly passphrase?: string;
  /**
   * False trusts any server, whoever it is: for tests alone.
   *
   * @default true
   */
  readonly rejectUnauthorized?: boolean;
}
