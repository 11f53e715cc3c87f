add chain="unfinished
/ip firewall filter { add chain=input
