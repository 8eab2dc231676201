/** SHA-256 of init-scripts/encrypt-node-traffic.sh, in hexadecimal. Made by `npm run init-script`. */
export const scriptDigest = "5f12831847df09f76097b90d5eeaaf75a51c5484f46ed12b57e496ad92da694c";
