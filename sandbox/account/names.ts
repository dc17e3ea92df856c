/** First names of the seeded people, parted by spaces, with accents and scripts that real accounts have. */
export const FIRST_NAMES =
  "Sarah Marcus Aisha José Priya Liam Zoë Kwame Ingrid Mateo Hannah Omar Mei Dmitri Fatima Noah Siobhán Tariq Chloe Björn Amara Lucas Yuki Elena Dante Ruth Łukasz Nadia Owen Leila Grace Hiro Camille Jamal Anika Diego Freya Samuel Thandiwe Viktor Renée Caleb 美咲 Joaquín Imani Astrid Felix Sofía Ravi Beth";

/** Last names of the seeded people, parted by spaces. */
export const LAST_NAMES =
  "Johnson Okafor Nguyễn García Patel Murphy Lindqvist Mensah Haugen Rossi Kowalski Hassan Chen Ivanov Al-Sayed Thompson O'Connor Khan Dubois Svensson Adeyemi Ferreira Tanaka Petrova Moreno Goldberg Wójcik Haddad Davies Rahimi Kim Yamamoto Laurent Washington Sharma Torres Müller Whitfield Nkosi Novák Beaulieu Brooks 佐藤 Delgado Otieno Jensen Weber Castillo Iyer Foster";

/** Where people live: city, region, country, zip, latitude, longitude, timezone. */
export const PLACES = [
  ["Burlington", "VT", "United States", "05401", 44.4759, -73.2121, "America/New_York"],
  ["Boston", "MA", "United States", "02118", 42.3388, -71.0726, "America/New_York"],
  ["Brooklyn", "NY", "United States", "11215", 40.6626, -73.9852, "America/New_York"],
  ["Asheville", "NC", "United States", "28801", 35.5951, -82.5515, "America/New_York"],
  ["Denver", "CO", "United States", "80205", 39.759, -104.9653, "America/Denver"],
  ["Bozeman", "MT", "United States", "59715", 45.677, -111.0429, "America/Denver"],
  ["Austin", "TX", "United States", "78704", 30.2428, -97.7658, "America/Chicago"],
  ["Minneapolis", "MN", "United States", "55408", 44.9466, -93.2862, "America/Chicago"],
  ["Portland", "OR", "United States", "97214", 45.5147, -122.643, "America/Los_Angeles"],
  ["Seattle", "WA", "United States", "98103", 47.6731, -122.3426, "America/Los_Angeles"],
  ["Toronto", "Ontario", "Canada", "M6J 1H4", 43.6453, -79.4197, "America/Toronto"],
  ["Montréal", "Québec", "Canada", "H2T 2N5", 45.5236, -73.5985, "America/Toronto"],
  ["München", "Bayern", "Germany", "80331", 48.1351, 11.582, "Europe/Berlin"],
  ["Leeds", "England", "United Kingdom", "LS6 2HN", 53.8196, -1.5765, "Europe/London"],
] as const;

/** One line of `PLACES`. */
export type Place = (typeof PLACES)[number];

/** Streets without their house number. */
export const STREETS =
  "Maple Avenue|Birch Lane|Harbor Street|Ridgeline Drive|Old Mill Road|Cedar Court".split("|");
