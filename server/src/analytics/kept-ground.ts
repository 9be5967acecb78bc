/** A ground that was asked for many stretches of days, or under many filters, is let go, so that none grows without end. */
const mostMemberships = 2000
const mostLateDays = 500
const mostGrounds = 16

/** The grounds used last, by name. What a revision holds never changes, so nothing in here goes stale. */
export class KeptGrounds<T extends { memberships: { size: number }; lateDays: { size: number } }> {
  private readonly kept = new Map<string, T>()

  /** The ground of that name if it is kept, else the one that is read now. */
  async get(name: string, read: () => Promise<T>): Promise<T> {
    const known = this.kept.get(name)
    const small = known && known.memberships.size <= mostMemberships && known.lateDays.size <= mostLateDays
    const ground = small ? known : await read()
    this.kept.delete(name)
    this.kept.set(name, ground)
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= mostGrounds) break
      this.kept.delete(oldest)
    }
    return ground
  }
}
