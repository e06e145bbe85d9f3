// A seeded sequence (mulberry32) and what the grammar draws from it.
export class Random {
  #state;
  constructor(seed) {
    this.#state = seed >>> 0;
  }
  unit() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  below(n) {
    return Math.floor(this.unit() * n);
  }
  chance(p) {
    return this.unit() < p;
  }
  pick(list) {
    return list[this.below(list.length)];
  }
}
