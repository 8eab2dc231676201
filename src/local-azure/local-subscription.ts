/** The subscription and tenant of the local Azure, where a program's configuration names none. */
export const localSubscription = {
  subscriptionId: "11111111-2222-4333-8444-555555555555",
  tenantId: "66666666-7777-4888-9999-aaaaaaaaaaaa",
  objectId: "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff",
};
