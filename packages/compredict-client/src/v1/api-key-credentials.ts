import type { PrivateKey } from './private-key.ts';

/** Who somebody is at API v1. */
export interface ApiKeyCredentials {
  readonly apiVersion: 'v1';
  /** The key from the dashboard, which never expires. */
  readonly apiKey: string;
  /** Decrypts results, whose public key is in the dashboard. Default: encrypted ones are a `DecryptionError`. */
  readonly privateKey?: PrivateKey;
  readonly token?: never;
  readonly refreshToken?: never;
  readonly username?: never;
  readonly password?: never;
}
