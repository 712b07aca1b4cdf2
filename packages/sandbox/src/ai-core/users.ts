import type { KeyObject } from 'node:crypto';
import type { Algorithm } from '../define-algorithm.ts';
import { type Catalog, createCatalog, type VersionKeeper } from './catalog.ts';

/** Somebody who may use AI Core, and what is theirs. */
export interface Account {
  readonly username: string;
  readonly password: string;
  /** What v1 knows them by: 40 characters. */
  readonly apiKey: string;
  /** Their RSA key: encrypts the results they ask v1 to encrypt. */
  readonly publicKey?: KeyObject;
  readonly algorithms: readonly Algorithm[];
}

/** An account at work: its algorithms with the models it has trained, which no other account sees. */
export interface User {
  readonly account: Account;
  readonly catalog: Catalog;
}

/** Everybody who has an account. */
export interface Users {
  withPassword(username: string, password: string): User | undefined;
  named(username: string): User | undefined;
  withApiKey(apiKey: string): User | undefined;
}

/**
 * Opens the accounts.
 *
 * @param keeperOf - Where the trained versions of an account are kept.
 */
export function createUsers(
  accounts: readonly Account[],
  sampleLimit: number,
  keeperOf: (username: string) => VersionKeeper | undefined,
): Users {
  const users = accounts.map(
    (account): User => ({
      account,
      catalog: createCatalog(account.algorithms, sampleLimit, keeperOf(account.username)),
    }),
  );
  const find = (is: (account: Account) => boolean): User | undefined =>
    users.find(({ account }) => is(account));
  return {
    withPassword: (username, password) =>
      find((account) => account.username === username && account.password === password),
    named: (username) => find((account) => account.username === username),
    withApiKey: (apiKey) => find((account) => account.apiKey === apiKey),
  };
}
