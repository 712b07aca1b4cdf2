import type { ApiKeyCredentials } from '../v1/api-key-credentials.ts';

/** How to be somebody at API v2: a token, with what renews it if you hold it; what gives tokens; or username and password. */
export type UserCredentials = TokenCredentials | TokenFunctionCredentials | PasswordCredentials;

/** Who somebody is, at API v2 or v1. */
export type Credentials = UserCredentials | ApiKeyCredentials;

/** An access token (JWT). */
export interface TokenCredentials {
  readonly apiVersion?: 'v2';
  readonly apiKey?: never;
  readonly token: string;
  /** Renews the token shortly before it ends, where it says when, and when AI Core answers 401. */
  readonly refreshToken?: string;
  readonly username?: never;
  readonly password?: never;
}

/** Gives an access token: from a secret store, another process, a login of your own. */
export type TokenFunction = () => string | Promise<string>;

/**
 * What gives access tokens. Called when the first is needed, shortly before the last one ends, where it says when, and when
 * AI Core answers 401; once for any number of requests that wait for it. Answering the same token again means that there is
 * no better one.
 */
export interface TokenFunctionCredentials {
  readonly apiVersion?: 'v2';
  readonly apiKey?: never;
  readonly token: TokenFunction;
  readonly refreshToken?: never;
  readonly username?: never;
  readonly password?: never;
}

/** Username and password. The client logs in when it first needs to, and again when the session cannot be renewed. */
export interface PasswordCredentials {
  readonly apiVersion?: 'v2';
  readonly apiKey?: never;
  readonly username: string;
  readonly password: string;
  readonly token?: never;
  readonly refreshToken?: never;
}
