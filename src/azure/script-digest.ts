/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "9c4c44738d56ecdfff4663864e9bb8d81f2f3f2380b5d680bd883a82fb805735";
