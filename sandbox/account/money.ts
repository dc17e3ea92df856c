/** Rounds to two decimals, as money and Klaviyo's predictions are written. */
export function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
