import { hash, verify } from '@node-rs/argon2'

/** argon2id with the library's defaults (19 MiB, 2 passes), which follow OWASP's advice. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'))
}

/** False for a wrong password; also when there is no such user, after the same time. */
export async function checkPassword(kept: string | null, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password')
  const right = await verify(kept ?? (await decoy), password.normalize('NFKC')).catch(() => false)
  return right && kept !== null
}

let decoy: Promise<string> | null = null
