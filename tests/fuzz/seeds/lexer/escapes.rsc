/ip firewall filter add chain=input comment="\00\FF\n\\" \
	log=yes ; # x
$a (1+2) {}
[]
