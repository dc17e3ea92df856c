import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";
import type { Person } from "./profiles.ts";

/** The phones of those who have the shop's app, and the conversations with those who wrote. */
export function seedDevices(people: readonly Person[], clock: Clock): Resource[] {
  const withApp = people.filter(({ hasApp }) => hasApp).slice(-12);
  const tokens = withApp.map((person, index) => {
    const isApple = index % 3 !== 0;
    return made(
      "push-token",
      `01JPSHTK${String(index).padStart(2, "0")}7X3M5Q9T2W4Y6Z8C`,
      {
        created: toIso(person.createdAt),
        token: `f1d2${String(index).padStart(4, "0")}c7e8a9b0`,
        enablement_status: "AUTHORIZED",
        platform: isApple ? "ios" : "android",
        vendor: isApple ? "apns" : "fcm",
        background: "AVAILABLE",
        recorded_date: toIso(clock.daysAgo(index + 1)),
        metadata: {
          device_id: `device-${index}`,
          klaviyo_sdk: isApple ? "swift" : "android",
          sdk_version: "4.1.0",
          device_model: isApple ? "iPhone14,7" : "Pixel 8",
          os_name: isApple ? "ios" : "android",
          os_version: isApple ? "18.2" : "15",
          manufacturer: isApple ? "Apple" : "Google",
          app_name: "Northwind",
          app_version: "2.4.1",
          app_build: "241",
          app_id: "com.example.northwind",
          environment: "release",
        },
      },
      { profile: linkTo("profile", person.id) },
    );
  });
  const wrote = people.filter(({ phone }) => phone !== null).slice(-5);
  const conversations = wrote.map((person, index) =>
    made(
      "conversation",
      `01JCNVRS0${index}7X3M5Q9T2W4Y6Z8C`,
      { channel: index % 2 === 0 ? "sms" : "whatsapp" },
      { profile: linkTo("profile", person.id) },
    ),
  );
  return [...tokens, ...conversations];
}
