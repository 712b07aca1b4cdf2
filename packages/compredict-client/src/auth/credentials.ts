/** How to be somebody at AI Core: a token, with what renews it if you hold it, or username and password. */
export type Credentials = TokenCredentials | PasswordCredentials;

/** An access token (JWT). */
export interface TokenCredentials {
  readonly token: string;
  /** Renews the token when AI Core answers 401. */
  readonly refreshToken?: string;
  readonly username?: never;
  readonly password?: never;
}

/** Username and password. The client logs in when it first needs to, and again when the session cannot be renewed. */
export interface PasswordCredentials {
  readonly username: string;
  readonly password: string;
  readonly token?: never;
  readonly refreshToken?: never;
}
