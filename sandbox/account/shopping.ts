import type { Product } from "./catalog.ts";
import { DAY, EVENT_DAYS, HOUR, MINUTE } from "./clock.ts";
import type { Journal } from "./journal.ts";
import { cents } from "./money.ts";
import { SHOP_URL } from "./organization.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";

/** What a person is about to buy; `items` are the lines as every event of the checkout shows them. */
interface Cart {
  items: Record<string, unknown>[];
  categories: string[];
  total: number;
}

/** What people do in the shop, told as events that belong together: visits, checkouts and orders. */
export class Shop {
  readonly #random = new Random("shopping");
  readonly #journal: Journal;
  readonly #people: readonly Person[];
  readonly #products: readonly Product[];
  #orderNumber = 41_200;

  constructor(journal: Journal, people: readonly Person[], products: readonly Product[]) {
    this.#journal = journal;
    this.#people = people;
    this.#products = products;
  }

  /** Shopping trips, more of them in the last days, until the journal holds at least so many events. */
  openDoors(total: number): void {
    while (this.#journal.size < total) {
      const [person, at] = this.#welcome();
      this.#visit(person, at, 3);
      if (this.#random.chance(0.55)) this.placeOrder(person, at + 9 * MINUTE);
      else if (this.#random.chance(0.4)) this.#checkOut(person, at + 9 * MINUTE, this.#fillCart());
    }
  }

  /** Visits without an order until the journal holds exactly so many events. */
  fillUp(total: number): void {
    while (this.#journal.size < total) {
      const [person, at] = this.#welcome();
      this.#visit(person, at, Math.min(3, total - this.#journal.size - 1));
    }
  }

  /** An order with all events that come of it; answers its value, or null when it lies in the future. */
  placeOrder(person: Person, checkoutAt: number, attribution: Record<string, unknown> = {}): number | null {
    const at = checkoutAt + 6 * MINUTE;
    if (at > this.#journal.clock.now) return null;
    const cart = this.#fillCart();
    this.#checkOut(person, checkoutAt, cart);
    const orderId = `NW-${this.#orderNumber++}`;
    const discount = this.#random.chance(0.3) ? cents(cart.total / 10) : 0;
    const shipping = cart.total > 150 ? 0 : 7.95;
    const value = cents(cart.total - discount + shipping);
    const address = writeAddress(person);
    const brief = { $event_id: orderId, OrderId: orderId, "Item Count": cart.items.length };
    const order = {
      ...brief,
      $currency_code: "USD",
      Categories: cart.categories,
      Items: cart.items,
      "Discount Codes": discount ? ["WELCOME10"] : [],
      "Discount Value": discount,
      ShippingRate: shipping,
      "Payment Method": this.#random.pick(["shopify_payments", "paypal", "gift_card"]),
      BillingAddress: address,
      ShippingAddress: address,
      ...attribution,
    };
    this.#journal.record("Placed Order", person, at, order, value);
    person.orders.push({ at, value });
    for (const [index, item] of cart.items.entries()) {
      const properties = { $event_id: `${orderId}-${index}`, OrderId: orderId, ...item };
      this.#journal.record("Ordered Product", person, at, properties, item.RowTotal as number);
    }
    if (this.#random.chance(0.04)) {
      this.#journal.record("Cancelled Order", person, at + 2 * HOUR, { ...brief, Reason: "customer" }, value);
      return value;
    }
    this.#journal.record("Fulfilled Order", person, at + 26 * HOUR, brief, value);
    if (this.#random.chance(0.08)) {
      this.#journal.record("Refunded Order", person, at + 6 * DAY, { ...brief, Reason: "fit" }, value);
    }
    return value;
  }

  /** Somebody at the door: nobody shops before being known, and the oldest quarter of the people always is. */
  #welcome(): [Person, number] {
    const at = Math.floor(this.#journal.clock.daysAgo(EVENT_DAYS * this.#random.next() ** 1.7) - HOUR);
    const person = this.#random.pick(this.#people);
    return [person.createdAt <= at ? person : this.#random.pick(this.#people.slice(0, 60)), at];
  }

  #visit(person: Person, at: number, views: number): void {
    this.#journal.record("Active on Site", person, at, { page: SHOP_URL, browser: "Chrome", os: "macOS" });
    for (let view = 1; view <= views; view++) {
      const product = this.#random.pick(this.#products);
      this.#journal.record("Viewed Product", person, at + view * MINUTE, {
        ProductName: product.title,
        ProductID: product.externalId,
        Categories: [product.category],
        ImageURL: product.image,
        URL: product.url,
        Price: product.price,
      });
    }
  }

  #fillCart(): Cart {
    const products = this.#random.sample(this.#products, this.#random.pick([1, 1, 2, 3]));
    const items = products.map((product) => {
      const size = this.#random.pick(product.sizes);
      const quantity = this.#random.chance(0.15) ? 2 : 1;
      return {
        ProductID: product.externalId,
        SKU: `${product.externalId}-${size}`,
        ProductName: product.title,
        Variant: size,
        Quantity: quantity,
        ItemPrice: product.price,
        RowTotal: cents(product.price * quantity),
        ProductURL: product.url,
        ImageURL: product.image,
        ProductCategories: [product.category],
      };
    });
    const total = cents(items.reduce((sum, item) => sum + item.RowTotal, 0));
    return { items, categories: [...new Set(products.map((product) => product.category))], total };
  }

  #checkOut(person: Person, at: number, cart: Cart): void {
    this.#journal.record("Added to Cart", person, at - 3 * MINUTE, { AddedItem: cart.items[0] });
    const properties = {
      $event_id: `checkout-${this.#orderNumber}-${at}`,
      "Item Count": cart.items.length,
      Items: cart.items,
      CheckoutURL: `${SHOP_URL}/checkouts/${this.#random.shortId(12)}`,
    };
    this.#journal.record("Checkout Started", person, at, properties, cart.total);
  }
}

function writeAddress(person: Person): Record<string, unknown> {
  const [city, region, country, zip] = person.place;
  return {
    FirstName: person.firstName,
    LastName: person.lastName,
    Address1: "18 Maple Avenue",
    City: city,
    Region: region,
    Country: country,
    Zip: zip,
    Phone: person.phone,
  };
}
